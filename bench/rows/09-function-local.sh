# function calls with local variables
command -v local >/dev/null || alias local=typeset
add() {
	local left="$1" right="$2" total
	total=$((left + right))
	sum=$((sum + total))
}
i=0 sum=0
while [ $i -lt 60000 ]; do
	add $i 1
	i=$((i + 1))
done
echo "$sum"
