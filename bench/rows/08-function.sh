# function calls with arguments, no locals
add() {
	sum=$((sum + $1 - $2))
}
i=0 sum=0
while [ $i -lt 60000 ]; do
	add $i 1
	i=$((i + 1))
done
echo "$sum"
