# nested command substitutions of built-ins and functions
# goal: 0.05
upper() {
	case $1 in
	a*) echo "A${1#a}" ;;
	*) echo "$1" ;;
	esac
}
i=0
while [ $i -lt 150 ]; do
	value=$(upper "$(echo "a$(printf %03d "$((i % 1000))")")")
	i=$((i + 1))
done
echo "$value"
