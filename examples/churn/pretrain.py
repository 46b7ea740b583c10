"""Train the network on made-up customers, to see that it runs before the real ones are loaded."""

import torch

from churn.models import ChurnNet, train_network


def main() -> None:
    """One short training."""
    features = torch.randn(256, 2)
    target = torch.randint(0, 2, (256,))
    network = train_network(ChurnNet(2), features, target, epochs=1)
    torch.save(network.state_dict(), "network.pt")


if __name__ == "__main__":
    main()
