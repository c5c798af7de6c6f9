# sorting numbers in variables with computed names
n=150 i=0 seed=42
while [ $i -lt $n ]; do
	seed=$(((seed * 1103515245 + 12345) & 0x7fffffff))
	eval "item_$i=$((seed % 1000))"
	i=$((i + 1))
done
swapped=1
while [ $swapped = 1 ]; do
	swapped=0 i=1
	while [ $i -lt $n ]; do
		eval "left=\$item_$((i - 1)) right=\$item_$i"
		if [ "$left" -gt "$right" ]; then
			eval "item_$((i - 1))=\$right item_$i=\$left"
			swapped=1
		fi
		i=$((i + 1))
	done
done
i=0
while [ $i -lt $n ]; do
	eval "echo \$item_$i"
	i=$((i + 1))
done
