# a subshell with an external command
i=0
while [ $i -lt 100 ]; do
	( v=1; /bin/true )
	( /bin/true )
	i=$((i + 1))
done
echo $i
