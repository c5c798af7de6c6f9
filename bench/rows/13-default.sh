# ${x:-word}, ${x-word}, ${x:=word}, ${x:+word}
i=0 empty= full=full
unset missing
while [ $i -lt 60000 ]; do
	a=${missing:-nothing} b=${empty-nothing} c=${full:+there} d=${empty:+there}
	: "${set_once:=first $i}" "${full:-${missing:-$i}}"
	i=$((i + 1))
done
echo "$a $b $c $d $set_once"
