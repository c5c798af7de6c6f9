# walking through arguments with shift
parse() {
	while [ $# -gt 0 ]; do
		case $1 in
		--*=*) value=${1#*=} ;;
		-*) flags=$((flags + 1)) ;;
		*) operands=$((operands + 1)) ;;
		esac
		shift
	done
}
i=0 flags=0 operands=0
while [ $i -lt 6000 ]; do
	parse --prefix=/usr -v -q --color=auto in out -- file1 file2 file3
	i=$((i + 1))
done
echo "$flags $operands $value"
