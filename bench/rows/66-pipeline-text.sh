# pipelines that begin with echo or printf, also in command substitutions
i=0 text='some words to be changed'
while [ $i -lt 50 ]; do
	echo "$text" $i | cat >/dev/null
	changed=$(echo "$text" | tr a-z A-Z)
	printf '%s\n' "$text" | while read -r one rest; do :; done
	i=$((i + 1))
done
echo "$changed"
