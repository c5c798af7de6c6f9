# echo
i=0
while [ $i -lt 50000 ]; do
	echo "line number $i"
	echo plain words here
	i=$((i + 1))
done
