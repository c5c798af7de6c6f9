# field splitting with blanks and with another IFS
words="one two  three four five six seven eight nine ten eleven twelve"
list=usr:local:share:doc::package:examples:file
count=0 i=0
while [ $i -lt 20000 ]; do
	set -- $words
	count=$((count + $#))
	IFS=:
	set -- $list
	count=$((count + $#))
	IFS=' 	
'
	i=$((i + 1))
done
echo "$count"
