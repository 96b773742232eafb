// A bare Node process: the least that any JavaScript action can cost.
