import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_absolute_error

students = pd.read_csv('students.csv')
students.columns = students.columns.str.strip().str.lower()
print(students.describe())
print(students.groupby('sex')['final'].mean())
quiz_cols = ['quiz1', 'quiz2', 'quiz3', 'quiz4']
students['quiz_mean'] = students[quiz_cols].mean(axis=1)
students['quiz_max'] = students[quiz_cols].max(axis=1)
students['attendance'] = students['attended'] / students['lessons']
students['scaled_hours'] = (students['hours'] - 5) / 10
df = students[['quiz_mean', 'quiz_max', 'attendance', 'scaled_hours', 'final']].dropna()

print(df.head(10))
print('mean grade', df['final'].mean())

train = df.sample(frac=0.75, random_state=200)
test = df.drop(train.index)
X_cols = [c for c in df.columns if c != 'final']
model = LinearRegression()
model.fit(train[X_cols], train['final'])
print('MAE', mean_absolute_error(test['final'], model.predict(test[X_cols])))
test = test.assign(guess=model.predict(test[X_cols]))
test['off_by'] = (test['guess'] - test['final']).abs()
print(test.sort_values('off_by', ascending=False).head())
