# test -f, -d, -r, -e on files
i=0 found=0
while [ $i -lt 20000 ]; do
	test -f lines.txt && found=$((found + 1))
	[ -d many ] && [ -r text.txt ] && found=$((found + 1))
	[ -e missing ] || found=$((found + 1))
	i=$((i + 1))
done
echo "$found"
