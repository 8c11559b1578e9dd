"""The demonstration: sample or given encounters through the whole cycle, with people who only use what people have."""
