"""National code sets by date: which codes exist on a day. Numbers only: their texts are licensed, and ours are where they are shown."""
