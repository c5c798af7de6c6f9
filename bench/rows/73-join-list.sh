# a list that grows: list=${list:+$list,}$item
# memory: yes
i=0 list='' words=''
while [ $i -lt 4000 ]; do
	list=${list:+$list,}$i
	words="${words:+$words }word$i"
	i=$((i + 1))
done
echo "${#list} ${#words} ${list##*,} ${words##* }"
