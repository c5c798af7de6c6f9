# a read loop over a file
# goal: 0.25
# memory: yes
count=0
while IFS= read -r line; do
	count=$((count + 1))
	last=$line
done <lines.txt
echo "$count $last"
