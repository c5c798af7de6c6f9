# What tests/fault/run runs again and again, a different system call failing each time. Each line of
# output is a construct's own; everything that is started is waited for.
umask 022
echo one | cat
x=$(ls -d /dev/null)
echo "substitution of a program: $x"
x=$(echo built-in; cat /dev/null; echo more)
echo "substitution that forks: $x"
(echo subshell; cat </dev/null)
{
    echo "to a file"
    ls -d /
} >file
cat file
while read -r line; do echo "read: $line"; done <file
printf '%s\n' a b | while read -r line; do echo "piped: $line"; done
cat <<E
here-document $x
E
sleep 0 &
wait $! || echo "waited: $?"
(exec ls -d /)
if test -e file; then echo exists; fi
for name in f*; do echo "pathname: $name"; done
. ./dot.sh
f() { echo "function $1" >&3; } 3>&1
f call
eval 'echo eval'
(exit 3) || echo "status $?"
cd / && cd "$OLDPWD" && echo folders
(cd / && echo "a subshell elsewhere: $PWD")
(cd / && ls -d ./)
[ "$(pwd)" = "$(pwd -P)" ] && echo "and back"
x=$(cd / && cat /dev/null && pwd)
echo "a process elsewhere: $x"
[ "$(pwd)" = "$(pwd -P)" ] && echo "and back again"
echo "text for a program" | cat
x=$(echo "text for a program" | cat | cat)
echo "and back: $x"
set -- /proc/$$/fd/*
echo "descriptors: $#"
echo end
