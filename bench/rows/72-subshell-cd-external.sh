# a program in another folder: (cd folder && program), also for its output
i=0
while [ $i -lt 100 ]; do
	(cd tree/a && /bin/true)
	where=$(cd tree/a/b && /bin/pwd)
	(cd "$where" && /bin/ls >/dev/null)
	i=$((i + 1))
done
echo "$i ${where##*/}"
