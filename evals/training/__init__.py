"""Train the weights of the assistant's reader, which finds the answer in a passage or sees that there is none.

Files of questions -> articles -> examples (texts as the product cuts them; nulls that look like answers) -> batches ->
training, with checkpoints -> 8-bit ONNX -> validation. Only training and export need PyTorch, which
requirements-reader.txt names.
"""
