# patterns with many stars that do not match
string=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
string=$string$string
i=0 hits=0
while [ $i -lt 12 ]; do
	case $string in
	*a*a*a*ab) hits=$((hits + 1)) ;;
	esac
	case $string in
	*a*aa*b*) hits=$((hits + 1)) ;;
	esac
	i=$((i + 1))
done
echo "$hits"
