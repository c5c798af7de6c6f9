# for over literal words, over the parameters and over a list that is split
set -- a b c d e f g h i j
list="k l m n o p q r s t"
i=0 count=0
while [ $i -lt 8000 ]; do
	for word in alpha beta gamma delta epsilon zeta eta theta; do
		last=$word
	done
	for word; do last=$last$word; done
	for word in $list; do last=$word; done
	i=$((i + 1))
done
echo "$last $word"
