# an external command, given by its path
i=0
while [ $i -lt 200 ]; do
	/bin/true
	i=$((i + 1))
done
echo $i
