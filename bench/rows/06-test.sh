# [ with numbers, strings and negation
i=0 hits=0 name=value empty=
while [ "$i" -lt 40000 ]; do
	[ -n "$name" ] && [ -z "$empty" ] && hits=$((hits + 1))
	[ "$name" = value ] && [ "$name" != other ] && hits=$((hits + 1))
	[ ! "$i" -ge 20000 ] && [ "$i" -ne 7 ] && hits=$((hits + 1))
	i=$((i + 1))
done
echo "$hits"
