# command substitution of a function
# goal: 0.05
double() {
	result=$(($1 * 2))
	echo "$result"
}
i=0 sum=0 result=kept
while [ $i -lt 600 ]; do
	sum=$((sum + $(double "$i")))
	i=$((i + 1))
done
echo "$sum $result"
