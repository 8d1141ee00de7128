# A Slurm of two machines, both of which are this one: to be sourced by bash, as root, with munge and slurm-wlm installed.
# Everything lies in $slurm, a folder; nothing of a Slurm that this machine may have is touched.

export SLURM_CONF="$slurm/slurm.conf"

# Begins with the controller and both machines, and waits until jobs can run.
slurm_start() {
    mkdir -p "$slurm"/{munge,state,spool,log}
    chmod 711 "$slurm" "$slurm/munge"
    local port=$((20000 + $$ % 20000))
    cat >"$SLURM_CONF" <<CONF
ClusterName=trial
SlurmctldHost=localhost
SlurmctldPort=$port
SlurmUser=root
SlurmdUser=root
AuthInfo=socket=$slurm/munge/socket
StateSaveLocation=$slurm/state
SlurmdSpoolDir=$slurm/spool/%n
SlurmctldPidFile=$slurm/slurmctld.pid
SlurmdPidFile=$slurm/%n.pid
SlurmctldLogFile=$slurm/log/slurmctld
SlurmdLogFile=$slurm/log/%n
# No cgroups, no systemd: containers have neither.
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/builtin
SlurmdParameters=config_overrides
# What has died is told soon.
SlurmctldTimeout=5
SlurmdTimeout=5
KillWait=2
ReturnToService=2
NodeName=one NodeHostname=localhost NodeAddr=127.0.0.1 Port=$((port + 1)) CPUs=1
NodeName=two NodeHostname=localhost NodeAddr=127.0.0.1 Port=$((port + 2)) CPUs=1
PartitionName=short Nodes=one,two Default=YES State=UP
CONF
    head -c 1024 /dev/urandom >"$slurm/munge/key"
    chmod 400 "$slurm/munge/key"
    munged --force --key-file="$slurm/munge/key" --socket="$slurm/munge/socket" --pid-file="$slurm/munge/pid" \
        --log-file="$slurm/munge/log" --seed-file="$slurm/munge/seed"
    slurmctld
    slurmd -N one
    slurmd -N two
    local tries
    for tries in $(seq 100); do
        [ "$(sinfo --noheader --Node --states=idle 2>/dev/null | wc -l)" = 2 ] && return
        sleep 0.2
    done
    cat "$slurm"/log/* >&2
    return 1
}

# Ends a machine as a power cut does: its daemon, and whatever runs there.
slurm_kill_machine() {
    kill -9 "$(cat "$slurm/$1.pid")"
    local job
    for job in $(pgrep -f "$slurm/spool/$1/job"); do
        # Who holds the job, and the job with all that it has started.
        kill -9 "$(ps -o ppid= -p "$job" | tr -d ' ')"
        kill -9 -- "-$job"
    done
}

# Ends everything, and waits for that: until then daemons write to $slurm.
slurm_stop() {
    local file pid
    for file in "$slurm"/{one,two,slurmctld}.pid "$slurm/munge/pid"; do
        [ -s "$file" ] || continue
        pid="$(cat "$file")"
        kill "$pid" 2>/dev/null || continue
        timeout 10 tail --pid="$pid" -f /dev/null || kill -9 "$pid"
    done
}
