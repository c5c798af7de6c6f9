# appending to a growing string, one character at a time
# goal: 0.25
# memory: yes
i=0 string=
while [ $i -lt 12000 ]; do
	string=${string}x
	string="${string}y"
	i=$((i + 1))
done
echo "${#string}"
