# arithmetic with many operators
i=0 a=1 b=2 c=3
while [ $i -lt 40000 ]; do
	a=$(((a * 1103515245 + 12345) % 2147483648))
	b=$(((a >> 3 ^ b << 1) & 0xffff | c))
	c=$((a > b ? a - b : b - a + (c && !i)))
	: $((i += 1))
done
echo "$a $b $c"
