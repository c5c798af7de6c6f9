# a subshell that only assigns: ( v=1 )
# goal: 0.05
v=0 i=0
while [ $i -lt 800 ]; do
	( v=1 )
	i=$((i + 1))
done
echo "$v"
