# ${x#pattern} and ${x##pattern}
path=/usr/local/share/doc/some-package/examples/file.tar.gz
i=0
while [ $i -lt 40000 ]; do
	a=${path#/}
	b=${path##*/}
	c=${path#*/*/}
	d=${b#[a-m]*.}
	i=$((i + 1))
done
echo "$a $b $c $d"
