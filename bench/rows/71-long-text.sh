# long texts: measured, compared, matched with quoted patterns and gone through
text='' total=0 hits=0 i=0 lines=0
while read -r line && [ $lines -lt 30 ]; do
	text="$text$line "
	lines=$((lines + 1))
done <text.txt
while [ $i -lt 100 ]; do
	total=$((total + ${#text}))
	copy="<$text>"
	case $copy in
	"$text") hits=$((hits + 100)) ;;
	"<$text>") hits=$((hits + 1)) ;;
	esac
	copy=${copy#"<$text"}
	[ "$copy" = '>' ] && hits=$((hits + 1))
	i=$((i + 1))
done
rest=$text
while [ -n "$rest" ]; do
	character=${rest%"${rest#?}"}
	rest=${rest#?}
	case $character in
	[0-9]) total=$((total + 1)) ;;
	esac
done
echo "$total $hits ${#text} $character"
