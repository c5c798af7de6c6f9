# What tests/fault/run runs like script.sh: processes that talk to each other. What was made is
# removed, also when what follows fails; nothing waits for somebody who may not come.
name=$1
umask 022
trap '' PIPE # who writes to a list that could not begin is told so, and goes on
mkfifo way && { echo FIFO >&3 && read -r -t 10 line <&3 && echo "$line"; } 3<>way
mkfifo -v private && [ -p "$private" ] && echo 'a private FIFO'
cat <(echo 'list: read')
echo 'list: written' > >(cat >to-list)
wait $!
cat to-list
coproc CO { read -r line; echo "coprocess: $line"; } && {
    echo text >&$CO_IN && read -r -t 10 line <&$CO_OUT && echo "$line"
    eval "exec $CO_IN>&- $CO_OUT<&-"
    wait $CO_PID
}
[ ! -d /proc/sys/fs/mqueue ] || ipc mq create -n 2 -s 10 $name && {
    ipc mq send $name message && ipc mq receive -t 10 $name
    trap 'echo told' USR1
    ipc mq notify $name USR1 && ipc mq send $name more
    trap - USR1
    ipc mq stat $name >state && echo "queue: $(grep messages state)"
    ipc mq unlink $name
}
ipc sem create $name 1 && {
    ipc sem wait -t 10 $name && ipc sem post $name
    ipc sem run -t 10 $name -- echo ran
    ipc sem value $name
    ipc sem unlink $name
}
ipc shm create $name 6 && {
    ipc shm write $name memory && ipc shm read $name && echo
    ipc shm unlink $name
}
ipc share n=1 && {
    (: $((n += 1))) && echo "shared: $n"
}
ipc socket listen l unix:door && {
    c='' a=''
    ipc socket connect -t 10 c unix:door && ipc socket accept -t 10 a $l && {
        echo 'through the door' >&$c && ipc socket receive -t 10 $a
        ipc socket send $a back && ipc socket receive -t 10 $c && echo
    }
    ipc socket close $l $c $a
}
ipc socket listen l tcp:127.0.0.1:0 && {
    port=$(ipc socket info -k port $l) && a='' && { echo TCP >&3 && ipc socket accept -t 10 a $l &&
        ipc socket receive -t 10 $a; } 3<>/dev/tcp/127.0.0.1/$port
    ipc socket close $l $a
}
ipc socket pair -d a b && {
    ipc socket send $a datagram && ipc socket receive -t 10 $b
    ipc socket close $a $b
}
set -- /proc/$$/fd/*
echo "descriptors: $#"
echo end
