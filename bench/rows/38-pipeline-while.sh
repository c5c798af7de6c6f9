# pipelines that end in a while read loop
i=0
while [ $i -lt 25 ]; do
	head -n 200 lines.txt | while IFS=: read -r name number rest; do
		if [ "$number" -gt 9900 ]; then
			echo "$name"
		fi
	done
	i=$((i + 1))
done
