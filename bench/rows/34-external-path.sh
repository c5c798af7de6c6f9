# an external command, searched in a long PATH, with an assignment and a redirection
PATH=/nowhere/1:/nowhere/2:/nowhere/3:/nowhere/4:$PATH
i=0
while [ $i -lt 150 ]; do
	VALUE=$i expr "$i" + 1 >out
	i=$((i + 1))
done
read -r last <out
echo "$last"
