# a read loop over a file, into several variables
count=0 sum=0
while IFS=: read -r name number words; do
	count=$((count + 1))
	sum=$((sum + number))
done <lines.txt
echo "$count $sum"
