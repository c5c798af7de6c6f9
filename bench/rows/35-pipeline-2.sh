# pipelines of two external commands
i=0
while [ $i -lt 100 ]; do
	/bin/echo "value $i" | cat
	i=$((i + 1))
done
