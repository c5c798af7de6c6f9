# && || ! if elif else
i=0 even=0 third=0 other=0
while [ $i -lt 40000 ]; do
	if [ $((i % 2)) -eq 0 ]; then
		even=$((even + 1))
	elif ! [ $((i % 3)) -ne 0 ]; then
		third=$((third + 1))
	else
		other=$((other + 1))
	fi
	false || true && ! false || other=0
	i=$((i + 1))
done
echo "$even $third $other"
