from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

CHECKPOINT = "distilbert-base-uncased"
tokenizer = AutoTokenizer.from_pretrained(CHECKPOINT)
model = AutoModelForSequenceClassification.from_pretrained(CHECKPOINT, num_labels=5)


def tokenize(batch):
    return tokenizer(batch["text"], truncation=True, max_length=256)


raw = load_dataset("csv", data_files="complaints.csv", split="train")
train_ds = raw.map(tokenize, batched=True).rename_column("department", "labels")

args = TrainingArguments(
    output_dir="out",
    eval_strategy="epoch",
    num_train_epochs=3,
    per_device_train_batch_size=16,
    learning_rate=3e-5,
)
trainer = Trainer(model=model, args=args, train_dataset=train_ds, eval_dataset=train_ds, processing_class=tokenizer)  # leak: MLL110; also: MLL109
trainer.train()
print(trainer.evaluate())  # also: MLL110
