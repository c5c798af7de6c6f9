# eval of short commands
i=0
while [ $i -lt 30000 ]; do
	eval "value_$((i % 100))=\$i"
	eval "copy=\$value_$((i % 100)); other=\"\$copy \$i\""
	i=$((i + 1))
done
echo "$copy $other"
