# taking a string apart, character by character, and reversing it
text="The quick brown fox jumps over the lazy dog; pack my box with five dozen liquor jugs."
i=0
while [ $i -lt 800 ]; do
	rest=$text reversed=
	while [ -n "$rest" ]; do
		char=${rest%"${rest#?}"}
		rest=${rest#?}
		reversed=$char$reversed
	done
	i=$((i + 1))
done
echo "$reversed"
