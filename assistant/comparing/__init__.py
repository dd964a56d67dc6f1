"""Tell whether documents differ or agree: the matter asked for, what sentences tell of it, and of what they tell it."""
