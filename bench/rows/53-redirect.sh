# redirections of built-ins and groups
i=0
while [ $i -lt 800 ]; do
	echo "line $i" >out
	{ echo error; echo other; } >/dev/null 2>&1
	: <out 3>&1 4>&3 3>&- 4>&-
	echo more >>out
	i=$((i + 1))
done
cat out
