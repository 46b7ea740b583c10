from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

CHECKPOINT = "distilbert-base-uncased"
tokenizer = AutoTokenizer.from_pretrained(CHECKPOINT)


def tokenize(batch):
    return tokenizer(batch["text"], truncation=True, max_length=256)


raw = load_dataset("csv", data_files="complaints.csv", split="train")
tokenized = raw.map(tokenize, batched=True).rename_column("department", "labels")
parts = tokenized.train_test_split(test_size=0.1, seed=42)
args = TrainingArguments(output_dir="out", num_train_epochs=3, per_device_train_batch_size=16)
trainer = Trainer(
    model=AutoModelForSequenceClassification.from_pretrained(CHECKPOINT, num_labels=5),
    args=args,
    train_dataset=parts["train"],
    eval_dataset=parts["test"],
    processing_class=tokenizer,
)
trainer.train()
print(trainer.evaluate())
