# a realistic mix: a tokenizer for JSON-like text
strings=0 numbers=0 words=0 marks=0 sum=0 longest=
next_token() {
	case $rest in
	[\ \	]*)
		rest=${rest#?}
		;;
	\"*)
		rest=${rest#\"}
		token=${rest%%\"*}
		rest=${rest#*\"}
		strings=$((strings + 1))
		[ ${#token} -gt ${#longest} ] && longest=$token
		;;
	[0-9]*)
		token=${rest%%[!0-9]*}
		rest=${rest#"$token"}
		numbers=$((numbers + 1)) sum=$((sum + token))
		;;
	[a-z]*)
		token=${rest%%[!a-z]*}
		rest=${rest#"$token"}
		words=$((words + 1))
		;;
	*)
		rest=${rest#?}
		marks=$((marks + 1))
		;;
	esac
}
while IFS= read -r rest; do
	while [ -n "$rest" ]; do
		next_token
	done
done <data.json
echo "$strings strings, $numbers numbers ($sum), $words words, $marks marks, longest: $longest"
