# a string of 6,000 words, split into the parameters and gone through
# memory: yes
i=0 words=
while [ $i -lt 6000 ]; do
	words="$words word$i"
	i=$((i + 1))
done
count=0
for round in 1 2 3 4 5 6 7 8; do
	set -- $words
	for word; do
		count=$((count + 1))
	done
	while [ $# -gt 5000 ]; do
		last=$1
		shift
	done
done
echo $count $last
