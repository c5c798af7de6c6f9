# command substitution of a built-in
# goal: 0.05
i=0
while [ $i -lt 400 ]; do
	a=$(echo "value $i")
	b=`printf '%s-%s' "$i" end`
	i=$((i + 1))
done
echo "$a $b"
