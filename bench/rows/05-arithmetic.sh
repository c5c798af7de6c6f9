# arithmetic with many operators
i=0 a=1 b=2 c=3
while [ $i -lt 40000 ]; do
	a=$(((a * 7621 + 1) % 32768))
	b=$(((a >> 3 ^ b << 1) & 0xffff | c))
	c=$((a > b ? a - b : b - a + (c && !i)))
	: $((i += 1))
done
echo "$a $b $c"
