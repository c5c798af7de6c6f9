# pipelines of built-ins
i=0
while [ $i -lt 300 ]; do
	echo "value $i" | { read -r word number; echo "$number"; }
	i=$((i + 1))
done
