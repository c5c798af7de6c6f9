# pipelines of a built-in and two external commands
i=0
while [ $i -lt 100 ]; do
	echo "value $i" | cat | tr a-z A-Z
	i=$((i + 1))
done
