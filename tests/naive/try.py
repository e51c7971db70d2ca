import time,tempfile,collections
from pathlib import Path
from tests.naive.random_lives import *
from tests.naive.compute import *
for seed in range(8):
    t=time.time(); d=random_delivery(seed); t1=time.time()
    c=compute_measures(d,pilot_groups()); t2=time.time()
    st=collections.Counter(x.status for x in c.values())
    print(seed,{k:len(v) for k,v in d.registers.items()},len(d.rejected_years),round(t1-t,2),round(t2-t1,2),len(c),dict(st), d.covers["registrations"], d.covers.get("degrees"))
    print("   ",compute_attrition(d,pilot_groups()).__len__(), len(compute_sensitivity(d,pilot_groups())))
    for style in ("clean","dirty","mixed"):
        with tempfile.TemporaryDirectory() as f:
            e=write_delivery(d,Path(f),style)
            for r,x in e.items(): assert x.read==x.accepted+x.duplicates+x.rejected,(r,x)
