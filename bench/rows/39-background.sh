# background and wait, one after the other
i=0
while [ $i -lt 200 ]; do
	: &
	wait $!
	/bin/true &
	wait
	i=$((i + 1))
done
echo $i
