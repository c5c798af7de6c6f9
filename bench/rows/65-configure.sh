# a realistic mix: what configure does, thousands of short commands and some processes
exec 5>out
ECHO='echo' checked=0 defs=
check() {
	checked=$((checked + 1))
	{ printf '%s\n' "checking for $1" >&5; }
	printf %s "checking for $1... "
	as_var=$(echo "ac_cv_$1" | sed 'y%*+%pp%;s%[^_a-zA-Z0-9]%_%g')
	if eval test \${"$as_var"+y}; then
		printf %s "(cached) "
	else
		cat >conftest.c <<_EOF
/* test for $1 */
int main (void) { return $1 (); }
_EOF
		if { ac_try='test -s conftest.c'; eval "$ac_try"; } 2>&5; then
			eval "$as_var=yes"
		else
			eval "$as_var=no"
		fi
		rm -f conftest.c
	fi
	eval ac_res=\$"$as_var"
	printf '%s\n' "$ac_res"
	if eval test \"x\$"$as_var"\" = x"yes"; then
		defs="$defs -DHAVE_$1=1"
	fi
}
for header in stdio.h stdlib.h string.h unistd.h fcntl.h sys/types.h sys/stat.h sys/wait.h; do
	for suffix in 1 2 3; do
		check "$header-$suffix"
		check "$header-$suffix"
	done
done
ac_prev=
i=0
while test $i -lt 150; do
	for ac_option in --prefix=/usr --enable-shared --disable-nls --with-readline=no CC=gcc -q; do
		case $ac_option in
		*=?*) ac_optarg=$(expr "X$i" : 'X[^=]*' >/dev/null && :) ;;
		*=) ac_optarg= ;;
		*) ac_optarg=yes ;;
		esac
		break
	done
	for ac_option in --prefix=/usr --enable-shared --disable-nls --with-readline=no CC=gcc -q; do
		case $ac_option in
		--prefix=*) prefix=${ac_option#*=} ;;
		--enable-* | --disable-*) feature=${ac_option#--*able-} ;;
		--with-*) package=${ac_option#--with-} ;;
		[A-Z]*=*) eval "${ac_option%%=*}=\${ac_option#*=}" ;;
		esac
	done
	IFS=:
	for dir in $PATH; do
		test -z "$dir" && dir=.
		for extension in '' .exe; do
			test -x "$dir/no-such-compiler$extension" && echo "found in $dir"
		done
	done
	IFS=' 	
'
	i=$((i + 1))
done
echo "$checked $prefix $feature $package $CC ${#defs}"
