# command substitution of an external command
i=0
while [ $i -lt 200 ]; do
	value=$(/bin/echo "value $i")
	i=$((i + 1))
done
echo "$value"
