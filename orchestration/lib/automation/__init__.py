"""What runs by itself: which environment may run what, declared in `environments.yaml`.

Belongs here: reading that declaration. The schedules and sensors themselves are `defs/schedules.py` and
`defs/sensors.py`.
"""
