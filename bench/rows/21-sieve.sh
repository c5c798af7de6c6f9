# a sieve with computed variable names
# goal: 0.25
# memory: yes
limit=12000
i=2 count=0 last=0
while [ $i -le $limit ]; do
	eval "composite=\${sieve_$i-}"
	if [ -z "$composite" ]; then
		count=$((count + 1)) last=$i
		j=$((i * i))
		while [ $j -le $limit ]; do
			eval "sieve_$j=1"
			j=$((j + i))
		done
	fi
	i=$((i + 1))
done
echo "$count $last"
