# plain assignments, of literals and of other variables
i=0
while [ $i -lt 60000 ]; do
	first=literal second=$i
	third=$first
	fourth="$second and $third"
	i=$((i + 1))
done
echo "$first $second $third $fourth"
